package dev.plangen.server.fuzz;

import dev.plangen.server.testing.Http2Wire;
import java.io.IOException;
import java.util.Random;

/** What is said on one connection. Ends in the middle where the server closes it. */
interface Attack {

  /**
   * Says it.
   *
   * @param wire nothing has been sent on it
   * @throws IOException if the server has closed the connection
   */
  void on(Http2Wire wire, Random random, Pace pace) throws IOException;
}
