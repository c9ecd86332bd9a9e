package dev.plangen.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A little of what {@code .ci/chaos} does at length. */
class ChaosTest {

  @Test
  @Timeout(240)
  void afterChaosEverythingIsBackWhereItWas() throws Exception {
    assertThat(Turmoil.run(new Scale(Duration.ofSeconds(5), 7, 24))).isEmpty();
  }
}
