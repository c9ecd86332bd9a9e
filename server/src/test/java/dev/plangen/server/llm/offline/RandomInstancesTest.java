package dev.plangen.server.llm.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Solvable problems by the hundred, checked by something that shares no code with the model. */
class RandomInstancesTest {

  private static final int INSTANCES = 200;

  private final Conversation exact = new Conversation(OfflineSettings.exact());
  private final Conversation wrong = new Conversation(new OfflineSettings(1, 0, 0));

  @Test
  void meetingsAreSolvedAndJudgedRightly() {
    for (int i = 0; i < INSTANCES; i++) {
      CalendarInstances.Instance instance = CalendarInstances.make(new Random(i));
      String right = exact.plan(instance.text());
      assertThat(PlanChecker.holds(instance, right)).as("%s\n%s", instance, right).isTrue();
      assertThat(exact.score(instance.text(), right)).isEqualTo(100);
      String slip = wrong.plan(instance.text(), i);
      assertThat(PlanChecker.holds(instance, slip)).as("%s\n%s", instance, slip).isFalse();
      assertThat(exact.score(instance.text(), slip)).isLessThan(95);
    }
  }

  @Test
  void tripsAreSolvedAndJudgedRightly() {
    for (int i = 0; i < INSTANCES; i++) {
      TripInstances.Instance instance = TripInstances.make(new Random(i));
      String right = exact.plan(instance.text());
      assertThat(PlanChecker.holds(instance, right)).as("%s\n%s", instance, right).isTrue();
      assertThat(exact.score(instance.text(), right)).isEqualTo(100);
      String slip = wrong.plan(instance.text(), i);
      assertThat(PlanChecker.holds(instance, slip)).as("%s\n%s", instance, slip).isFalse();
      assertThat(exact.score(instance.text(), slip)).isLessThan(95);
    }
  }
}
