package dev.plangen.server.planning.prompt;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a model's list of constraints. Lines that begin with a bullet or a number are constraints;
 * a model that uses neither is taken to have written one a line.
 */
public final class ConstraintReader {

  private static final Pattern ITEM = Pattern.compile("^\\s*(?:[-*•–]|\\d{1,3}[.)])\\s+(\\S.*)$");

  private ConstraintReader() {}

  public static List<String> read(String text) {
    List<String> items =
        text.lines()
            .map(ITEM::matcher)
            .filter(Matcher::matches)
            .map(item -> item.group(1).strip())
            .toList();
    if (!items.isEmpty()) {
      return items;
    }
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
