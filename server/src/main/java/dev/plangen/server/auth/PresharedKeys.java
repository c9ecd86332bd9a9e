package dev.plangen.server.auth;

import dev.plangen.server.domain.Caller;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keys that the operator has given to callers.
 *
 * @param table as it is now; asked for with every call
 */
public record PresharedKeys(Supplier<KeyTable> table) implements TokenCheck {

  @Override
  public Optional<Caller> caller(String token) {
    return table.get().caller(token);
  }
}
