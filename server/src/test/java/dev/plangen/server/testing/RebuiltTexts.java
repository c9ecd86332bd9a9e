package dev.plangen.server.testing;

import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.TextDelta;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Puts texts together from nothing but deltas, as the contract tells a client to. */
public final class RebuiltTexts {

  private record Name(Step step, String candidate, String verifier) {}

  /** The contract's bound of one write. */
  private static final int MOST_BYTES = 262_144;

  private static final Name GENERATED = new Name(Step.STEP_WORKFLOW, "", "");

  private final Map<Name, byte[]> texts = new HashMap<>();

  /** Takes a delta in; every other update is left alone. */
  public void apply(StepUpdate update) {
    if (!update.getProgress().hasTextDelta()) {
      return;
    }
    TextDelta delta = update.getProgress().getTextDelta();
    Name name = new Name(update.getStep(), delta.getCandidateId(), delta.getVerifier());
    texts.put(name, write(texts.getOrDefault(name, new byte[0]), name, delta));
  }

  /** Takes a part of the one text of {@code GenerateStream} in. */
  public void apply(GenerateChunk chunk) {
    TextDelta delta =
        TextDelta.newBuilder().setOffset(chunk.getOffset()).setText(chunk.getText()).build();
    texts.put(GENERATED, write(texts.getOrDefault(GENERATED, new byte[0]), GENERATED, delta));
  }

  private static byte[] write(byte[] text, Name name, TextDelta delta) {
    int offset = (int) delta.getOffset();
    requireBoundary(text, offset, name);
    byte[] more = delta.getText().getBytes(StandardCharsets.UTF_8);
    if (more.length > MOST_BYTES) {
      throw new AssertionError(more.length + " bytes in one write of " + name);
    }
    byte[] joined = Arrays.copyOf(text, offset + more.length);
    System.arraycopy(more, 0, joined, offset, more.length);
    return joined;
  }

  private static void requireBoundary(byte[] text, int offset, Name name) {
    if (offset < 0
        || offset > text.length
        || (offset < text.length && (text[offset] & 0xC0) == 0x80)) {
      throw new AssertionError("a write at " + offset + " of " + text.length + " bytes of " + name);
    }
  }

  public String constraints() {
    return text(Step.STEP_EXTRACT_CONSTRAINTS, "", "");
  }

  public String solution(String candidate) {
    return text(Step.STEP_GENERATE_SOLUTIONS, candidate, "");
  }

  public String verdict(String candidate) {
    return text(Step.STEP_VERIFY_SOLUTIONS, candidate, "llm");
  }

  /** What was answered to a question about a beginning of a plan. */
  public String judgement(String candidate, String question) {
    return text(Step.STEP_VERIFY_SOLUTIONS, candidate, question);
  }

  public String generated() {
    return text(GENERATED.step(), "", "");
  }

  public int count() {
    return texts.size();
  }

  private String text(Step step, String candidate, String verifier) {
    byte[] text = texts.getOrDefault(new Name(step, candidate, verifier), new byte[0]);
    return new String(text, StandardCharsets.UTF_8);
  }
}
