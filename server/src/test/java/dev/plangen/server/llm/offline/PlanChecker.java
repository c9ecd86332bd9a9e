package dev.plangen.server.llm.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;

/**
 * Checks plans against the structure from which an instance was made, never its text, and shares
 * nothing with the model.
 */
final class PlanChecker {

  private PlanChecker() {}

  static boolean holds(CalendarInstances.Instance instance, String plan) {
    String form = "Here is the proposed time: ";
    String[] words = plan.substring(plan.indexOf(form) + form.length()).split("[, -]+", -1);
    assertThat(words).hasSize(3);
    int day = instance.days().indexOf(words[0]);
    int from = half(words[1]);
    int to = half(words[2]);
    boolean first = true;
    for (int d = 0; d <= day && instance.earliest(); d++) {
      for (int h = 0; h < (d == day ? from : CalendarInstances.HALVES); h++) {
        first &= !fits(instance, d, h);
      }
    }
    return day >= 0 && to - from == instance.halves() && fits(instance, day, from) && first;
  }

  private static boolean fits(CalendarInstances.Instance instance, int day, int from) {
    boolean free = from >= 0 && from + instance.halves() <= CalendarInstances.HALVES;
    for (int i = from; free && i < from + instance.halves(); i++) {
      free = instance.free().get(day).get(i);
    }
    return free;
  }

  private static int half(String time) {
    for (int half = 0; half <= CalendarInstances.HALVES; half++) {
      if (CalendarInstances.time(half).equals(time)) {
        return half;
      }
    }
    return -1;
  }

  static boolean holds(TripInstances.Instance instance, String plan) {
    List<TripInstances.Window> stays = new ArrayList<>();
    List<String> lines = plan.lines().filter(line -> line.startsWith("**Day ")).toList();
    boolean holds = true;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      try (Scanner numbers = new Scanner(line).useDelimiter("\\D+")) {
        if (i % 2 == 0) {
          int first = numbers.nextInt();
          int last = numbers.nextInt();
          String city = line.substring(line.lastIndexOf("isit ") + 5, line.lastIndexOf(" for "));
          holds &= numbers.nextInt() == last - first + 1;
          stays.add(new TripInstances.Window(city, first, last));
        } else {
          String route = line.substring(line.indexOf(" from ") + 6, line.length() - 1);
          holds &= instance.flights().contains(route.replace(" to ", ">"));
          holds &= route.startsWith(stays.getLast().city() + " to ");
          holds &= lines.get(i + 1).contains("isit " + route.substring(route.indexOf(" to ") + 4));
          holds &= numbers.nextInt() == stays.getLast().last();
        }
      }
    }
    return holds && holds(instance, stays);
  }

  private static boolean holds(TripInstances.Instance instance, List<TripInstances.Window> stays) {
    boolean holds =
        stays.size() == instance.stays().size()
            && stays.getFirst().first() == 1
            && stays.getLast().last() == instance.days();
    for (int i = 1; i < stays.size(); i++) {
      holds &= stays.get(i).first() == stays.get(i - 1).last();
    }
    for (Map.Entry<String, Integer> stay : instance.stays().entrySet()) {
      holds &=
          stays.stream()
              .anyMatch(
                  s ->
                      s.city().equals(stay.getKey())
                          && s.last() - s.first() + 1 == stay.getValue());
    }
    for (TripInstances.Window window : instance.windows()) {
      holds &=
          stays.stream()
              .anyMatch(
                  s ->
                      s.city().equals(window.city())
                          && s.first() <= window.first()
                          && window.last() <= s.last());
    }
    return holds;
  }
}
