package dev.plangen.server.verify.finding;

import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.domain.TextBounds;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps verdicts within their bounds. Where not all fit, those on broken constraints go first; the
 * order stays.
 */
public final class Verdicts {

  /** The contract's, for a constraint and for a reason. */
  private static final int MOST_BYTES = 2_048;

  private Verdicts() {}

  public static List<ConstraintVerdict> bounded(List<ConstraintVerdict> verdicts) {
    List<ConstraintVerdict> clipped = verdicts.stream().map(Verdicts::clipped).toList();
    boolean[] kept = new boolean[clipped.size()];
    Room room = new Room();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = clipped.get(i).ruling() == Ruling.VETOED && room.takes(clipped.get(i));
    }
    for (int i = 0; i < kept.length; i++) {
      kept[i] |= clipped.get(i).ruling() != Ruling.VETOED && room.takes(clipped.get(i));
    }
    List<ConstraintVerdict> bounded = new ArrayList<>();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i]) {
        bounded.add(clipped.get(i));
      }
    }
    return bounded;
  }

  private static ConstraintVerdict clipped(ConstraintVerdict verdict) {
    return new ConstraintVerdict(
        Clip.text(verdict.constraint(), MOST_BYTES),
        verdict.index(),
        verdict.ruling(),
        Clip.text(verdict.reason(), MOST_BYTES));
  }

  /** What is left: as much text as a model's verdict may have, because an update holds it. */
  private static final class Room {
    private int count = TextBounds.MOST_CONSTRAINTS;
    private int bytes = TextBounds.VERDICT_BYTES;

    private boolean takes(ConstraintVerdict verdict) {
      int needed = Clip.bytes(verdict.constraint()) + Clip.bytes(verdict.reason());
      if (count == 0 || needed > bytes) {
        return false;
      }
      count--;
      bytes -= needed;
      return true;
    }
  }
}
