package dev.plangen.examples.terminal.option;

import java.util.Map;
import java.util.regex.Pattern;

/** The options by which the fields of requests are set. */
public final class FieldNames {

  // Fields of which the option has another name than the last word of their path.
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("problem", "the problem"),
          Map.entry("prompt", "the prompt"),
          Map.entry("plan", "--plan"),
          Map.entry("run_id", "RUN"),
          Map.entry("after_sequence", "--after"),
          Map.entry("system_prompt", "--system"),
          Map.entry("prompt_profile", "--profile"),
          Map.entry("verification_threshold", "--threshold"),
          Map.entry("role_models.constraints", "--constraints-model"),
          Map.entry("role_models.verify", "--verify-model"),
          Map.entry("role_models.select", "--select-model"),
          Map.entry("budget.max_cost.currency_code", "--max-cost"),
          Map.entry("budget.max_cost.units", "--max-cost"),
          Map.entry("budget.max_cost.nanos", "--max-cost"),
          Map.entry("page_size", "--limit"),
          Map.entry("base_run_id", "--base-run-id"));

  private static final Pattern ENTRY =
      Pattern.compile("(verifier|constraint|label)s(?:\\[(\\d+)]|\\.(.*))?");
  private static final Pattern PARAMETER = Pattern.compile("algorithm\\.\\w+\\.(\\w+)");
  private static final Pattern SETTING = Pattern.compile("(?:sampling\\.|budget\\.|)(\\w+)");

  private FieldNames() {}

  /** What a user of this program calls a field; the field itself where that has no option. */
  public static String of(String field) {
    String path = field.startsWith("request.") ? field.substring("request.".length()) : field;
    if (OTHERS.containsKey(path)) {
      return OTHERS.getOrDefault(path, path);
    }
    var entry = ENTRY.matcher(path);
    if (entry.matches()) {
      String place = entry.group(2);
      String which = place == null ? "" : " " + (Integer.parseInt(place) + 1);
      return "--" + entry.group(1) + which;
    }
    var parameter = PARAMETER.matcher(path);
    if (parameter.matches()) {
      return "--param " + parameter.group(1);
    }
    var setting = SETTING.matcher(path);
    return setting.matches() ? "--" + setting.group(1).replace('_', '-') : field;
  }
}
