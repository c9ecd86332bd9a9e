package dev.plangen.examples.terminal.command;

import java.util.List;

/** All of them, in the order in which people learn them. */
public final class Commands {

  private Commands() {}

  public static List<Object> all() {
    return List.of(
        new Solve(),
        new Watch(),
        new ListRuns(),
        new Cancel(),
        new Rejudge(),
        new Verify(),
        new Generate(),
        new Models(),
        new Algorithms());
  }
}
