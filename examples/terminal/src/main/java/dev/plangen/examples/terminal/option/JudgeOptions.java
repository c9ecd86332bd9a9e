package dev.plangen.examples.terminal.option;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Against what, and by whom, plans are verified. */
public final class JudgeOptions {

  @Option(
      names = {"-v", "--verifier"},
      paramLabel = "NAME",
      split = ",",
      description =
          "Who verifies: llm, calendar, trip, math, or one of the server's configuration."
              + " Repeatable. Default: llm.")
  private List<String> verifiers = new ArrayList<>();

  @Option(
      names = {"-c", "--constraint"},
      paramLabel = "TEXT",
      description = "What a plan must satisfy, word for word. Repeatable.")
  private List<String> constraints = new ArrayList<>();

  @Option(
      names = {"--profile", "--prompt-profile"},
      paramLabel = "NAME",
      description = "A set of prompts of the server's configuration.")
  private String profile = "";

  public List<String> verifiers() {
    return verifiers;
  }

  public List<String> constraints() {
    return constraints;
  }

  /** Empty for the server's own prompts. */
  public String profile() {
    return profile;
  }
}
