package dev.plangen.examples.evaluate.matrix;

/** A model, a method, and who verifies: what a problem is solved with. */
public record Configuration(String model, Method method, Jury jury) {

  /** For a row of a table. Of what a single sample or a vote is verified by, nothing depends. */
  public String label() {
    return switch (method) {
      case Method.Single single -> single.label();
      case Method.Majority majority -> majority.label();
      case Method.Search search -> search.label() + " × " + jury.label();
    };
  }
}
