package dev.plangen.server.llm.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Tries out what may follow a beginning of a plan, whole plan by whole plan. */
final class Beginnings {

  private Beginnings() {}

  /** Whether some time on the day makes a right plan. */
  static boolean canBecomeRight(CalendarInstances.Instance instance, String day) {
    boolean right = false;
    for (int from = 0; from + instance.halves() <= CalendarInstances.HALVES; from++) {
      right |=
          PlanChecker.holds(
              instance,
              "Here is the proposed time: %s, %s - %s"
                  .formatted(
                      day,
                      CalendarInstances.time(from),
                      CalendarInstances.time(from + instance.halves())));
    }
    return right;
  }

  /** Orders of all cities that make a right plan, each stay with the days that are asked for. */
  static List<List<String>> rightOrders(TripInstances.Instance instance) {
    List<List<String>> right = new ArrayList<>();
    eachOrder(
        new ArrayList<>(),
        new ArrayList<>(instance.stays().keySet()),
        order -> {
          if (PlanChecker.holds(instance, steps(instance, order))) {
            right.add(List.copyOf(order));
          }
        });
    return right;
  }

  private static void eachOrder(
      List<String> begun, List<String> left, Consumer<List<String>> taker) {
    if (left.isEmpty()) {
      taker.accept(begun);
    }
    for (String city : List.copyOf(left)) {
      left.remove(city);
      begun.addLast(city);
      eachOrder(begun, left, taker);
      begun.removeLast();
      left.add(city);
    }
  }

  /** The steps of a trip, as the answer format wants them. */
  static String steps(TripInstances.Instance instance, List<String> order) {
    StringBuilder steps = new StringBuilder();
    int day = 1;
    for (int i = 0; i < order.size(); i++) {
      int days = Objects.requireNonNull(instance.stays().get(order.get(i)));
      if (i > 0) {
        steps.append(
            "**Day %d:** Fly from %s to %s.\n".formatted(day, order.get(i - 1), order.get(i)));
      }
      steps.append(
          "**Day %d-%d:** Visit %s for %d days.\n"
              .formatted(day, day + days - 1, order.get(i), days));
      day += days - 1;
    }
    return steps.toString().strip();
  }
}
