package dev.plangen.server.domain;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps the verdicts on single constraints within what an update has room for. Where not all fit,
 * those on broken constraints go first; the order stays.
 */
final class BoundedVerdicts {

  /** The contract's, for a constraint and for a reason. */
  private static final int TEXT_BYTES = 2_048;

  private final List<ConstraintVerdict> verdicts;
  private final boolean[] kept;
  private int count = TextBounds.MOST_CONSTRAINTS;
  private int bytes;

  private BoundedVerdicts(List<ConstraintVerdict> verdicts, int bytes) {
    this.verdicts = verdicts.stream().map(BoundedVerdicts::clipped).toList();
    this.kept = new boolean[verdicts.size()];
    this.bytes = bytes;
  }

  static List<ConstraintVerdict> of(List<ConstraintVerdict> verdicts, int bytes) {
    var bounded = new BoundedVerdicts(verdicts, bytes);
    bounded.keep(true);
    bounded.keep(false);
    return IntStream.range(0, verdicts.size())
        .filter(i -> bounded.kept[i])
        .mapToObj(bounded.verdicts::get)
        .toList();
  }

  private void keep(boolean broken) {
    for (int i = 0; i < kept.length; i++) {
      ConstraintVerdict verdict = verdicts.get(i);
      int needed = verdict.bytes();
      if ((verdict.ruling() == Ruling.VETOED) == broken && count > 0 && needed <= bytes) {
        kept[i] = true;
        count--;
        bytes -= needed;
      }
    }
  }

  private static ConstraintVerdict clipped(ConstraintVerdict verdict) {
    return new ConstraintVerdict(
        TextBounds.cut(verdict.constraint(), TEXT_BYTES),
        verdict.index(),
        verdict.ruling(),
        TextBounds.cut(verdict.reason(), TEXT_BYTES));
  }
}
