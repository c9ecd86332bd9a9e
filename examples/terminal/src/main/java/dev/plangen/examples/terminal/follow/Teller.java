package dev.plangen.examples.terminal.follow;

import dev.plangen.client.SolveEvent;

/** Is told what happens in a run. By one thread. */
@FunctionalInterface
public interface Teller {

  /** The next thing that happens. */
  void tell(SolveEvent event);

  /** Another that is told first. */
  default Teller after(Teller first) {
    return event -> {
      first.tell(event);
      tell(event);
    };
  }
}
