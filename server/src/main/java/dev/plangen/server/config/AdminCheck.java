package dev.plangen.server.config;

/** Holds the port for operators against its bounds. */
record AdminCheck(Bounds bounds) {

  void check(AdminConfig admin) {
    bounds.require(admin.port().isPresent(), "admin.port", "must be given");
    bounds.range("admin.port", admin.port(), 0, 65535);
    bounds.require(
        admin.host().stream().allMatch(Loopback::isHost),
        "admin.host",
        "must be a loopback address such as 127.0.0.1, since nobody is asked who they are there;"
            + " from elsewhere come through a tunnel, such as kubectl port-forward or ssh -L");
  }
}
