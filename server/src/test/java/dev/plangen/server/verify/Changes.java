package dev.plangen.server.verify;

/** Takes plans of which it is known whether they are right. */
interface Changes {

  void take(String kind, boolean isRight, String plan);
}
