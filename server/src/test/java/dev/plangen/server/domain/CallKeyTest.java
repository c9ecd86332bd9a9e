package dev.plangen.server.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallKeyTest {

  @Test
  void keysSortSegmentBySegmentAndNumbersByValue() {
    List<CallKey> inOrder =
        Stream.of(
                "constraints",
                "solution",
                "solution/1",
                "solution/1/repair",
                "solution/2",
                "solution/10",
                "solution/10/2",
                "solution/10/11",
                "solution/10/repair",
                "solution/1a",
                "solution/9z",
                "solution/x",
                "verify/2",
                "verify/2/repair")
            .map(CallKey::of)
            .toList();
    var random = new Random(1);

    for (int round = 0; round < 100; round++) {
      List<CallKey> shuffled = new ArrayList<>(inOrder);
      Collections.shuffle(shuffled, random);
      Collections.sort(shuffled);
      assertThat(shuffled).isEqualTo(inOrder);
    }
  }

  @Test
  void orderIsTotal() {
    List<CallKey> keys =
        Stream.of("9", "10", "1a", "9/1", "a/9", "a/10", "a/1a", "a", "z/0")
            .map(CallKey::of)
            .toList();

    for (CallKey a : keys) {
      for (CallKey b : keys) {
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
        assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
        for (CallKey c : keys) {
          if (a.compareTo(b) < 0 && b.compareTo(c) < 0) {
            assertThat(a).as("%s < %s < %s", a, b, c).isLessThan(c);
          }
        }
      }
    }
  }

  @Test
  void aChildAddsASegment() {
    assertThat(CallKey.of("verify").child(2).child("repair"))
        .isEqualTo(CallKey.of("verify/2/repair"))
        .hasToString("verify/2/repair");
  }

  @Test
  void aKeyNeedsAPath() {
    assertThatThrownBy(() -> CallKey.of("")).isInstanceOf(IllegalArgumentException.class);
  }
}
