package dev.plangen.examples.terminal.show;

import dev.plangen.examples.terminal.screen.Paint.Tone;
import dev.plangen.examples.terminal.screen.Paragraphs;
import dev.plangen.examples.terminal.screen.Screen;
import dev.plangen.v1.VerificationResult;

/** Tells what a verifier says of a plan: a line, and what it has against it. */
public final class Verdicts {

  private static final String INDENT = "      ";
  private static final String MODEL_AS_JUDGE = "llm";

  private final Screen screen;
  private final Paragraphs paragraphs;

  public Verdicts(Screen screen) {
    this.screen = screen;
    this.paragraphs = new Paragraphs(screen);
  }

  /** Of a candidate of a run. */
  void tell(VerificationResult verdict) {
    tell("    " + Words.candidate(verdict.getCandidateId()) + ": ", verdict);
  }

  /** Of a plan, after the beginning of the line. */
  public void tell(String begin, VerificationResult verdict) {
    String by = verdict.getVerifier().equals(MODEL_AS_JUDGE) ? "" : " by " + verdict.getVerifier();
    String score = verdict.hasScore() ? "score " + verdict.getScore() + by : "no score" + by;
    switch (verdict.getOutcome()) {
      case OUTCOME_PASSED -> screen.line(begin + good(score + ", passed"));
      case OUTCOME_VETOED -> {
        screen.line(begin + bad(score + ", rejected:"));
        reasons(verdict);
      }
      case OUTCOME_UNKNOWN, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> {
        screen.line(begin + (verdict.hasScore() ? bad(score + ", rejected:") : score + ":"));
        reasons(verdict);
      }
    }
  }

  private void reasons(VerificationResult verdict) {
    for (String reason : Reasons.of(verdict)) {
      paragraphs.write(INDENT, INDENT + "  ", reason);
    }
  }

  private String good(String text) {
    return screen.paint().apply(Tone.GOOD, text);
  }

  private String bad(String text) {
    return screen.paint().apply(Tone.BAD, text);
  }
}
