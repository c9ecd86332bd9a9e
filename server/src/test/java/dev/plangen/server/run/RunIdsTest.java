package dev.plangen.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunIdsTest {

  private final RunIds ids = new RunIds();

  @Test
  void idsAreUuidsOfVersion7() {
    for (int i = 0; i < 100; i++) {
      UUID id = UUID.fromString(ids.next());

      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
    }
  }

  @Test
  void idsHoldTheTimeAndSortByIt() {
    long before = System.currentTimeMillis();
    String first = ids.next();
    long after = System.currentTimeMillis();
    while (System.currentTimeMillis() <= after) {
      Thread.onSpinWait();
    }
    String second = ids.next();

    assertThat(UUID.fromString(first).getMostSignificantBits() >>> 16).isBetween(before, after);
    assertThat(first).isLessThan(second);
  }

  @Test
  void idsDiffer() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(ids.next())).isTrue();
    }
  }
}
