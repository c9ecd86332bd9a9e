package dev.plangen.server.auth;

import dev.plangen.server.domain.Caller;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may be the name of a tenant. */
final class Tenants {

  /** As the remedy of a sentence about a tenant. */
  static final String RULE = "1 to 256 visible ASCII characters, and not \"anonymous\"";

  private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,256}");

  private Tenants() {}

  /** The caller of that tenant; empty if it can't be one. */
  static Optional<Caller> caller(String tenant) {
    // Or whoever vouches for tenants could hand out what callers without credentials have.
    return NAME.matcher(tenant).matches() && !tenant.equals(Caller.ANONYMOUS.tenant())
        ? Optional.of(new Caller(tenant))
        : Optional.empty();
  }
}
