package dev.plangen.server.llm.offline;

/**
 * How well and how fast the offline model works.
 *
 * @param noise probability that a plan is wrong, however it is written, 0 to 1
 * @param judgeFalseAccept probability that a wrong plan is judged to be right, 0 to 1
 * @param judgeFalseReject probability that a right plan is judged to be wrong, 0 to 1
 * @param tokensPerSecond pace of its writing; 0 is as fast as it can
 */
public record OfflineSettings(
    double noise, double judgeFalseAccept, double judgeFalseReject, double tokensPerSecond) {

  public OfflineSettings {
    requireProbability("noise", noise);
    requireProbability("judge_false_accept", judgeFalseAccept);
    requireProbability("judge_false_reject", judgeFalseReject);
    if (!(tokensPerSecond >= 0) || Double.isInfinite(tokensPerSecond)) {
      throw new IllegalArgumentException(
          "tokens_per_second must be 0 (unpaced) or more, not " + tokensPerSecond);
    }
  }

  /** With a judge that errs as often in one direction as in the other. */
  public OfflineSettings(double noise, double judgeNoise, double tokensPerSecond) {
    this(noise, judgeNoise, judgeNoise, tokensPerSecond);
  }

  /** Always right, and unpaced. */
  public static OfflineSettings exact() {
    return new OfflineSettings(0, 0, 0);
  }

  private static void requireProbability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be between 0 and 1, not " + value);
    }
  }
}
