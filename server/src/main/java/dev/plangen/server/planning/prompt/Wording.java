package dev.plangen.server.planning.prompt;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.HashMap;
import java.util.Map;

/**
 * What one task asks for: a Mustache template that has been checked. Values are put in as they are,
 * unescaped. Immutable, so thread-safe.
 */
final class Wording {

  private static final Mustache.Compiler COMPILER =
      Mustache.compiler().escapeHTML(false).emptyStringIsFalse(true);

  private final PromptTask task;
  private final Template template;

  private Wording(PromptTask task, Template template) {
    this.task = task;
    this.template = template;
  }

  /**
   * Reads a template.
   *
   * @throws ProfileException if it is none, or uses what the task does not have
   */
  static Wording of(PromptTask task, String source) {
    try {
      Template template = COMPILER.compile(source);
      template.visit(new TemplateCheck(task, source));
      return new Wording(task, template);
    } catch (MustacheException e) {
      throw new ProfileException(
          "is no template that can be read ("
              + String.valueOf(e.getMessage()).replaceAll("\\s+", " ")
              + "); close what it opens, and write {{=<% %>=}} before braces that are meant as"
              + " such");
    }
  }

  static Wording usual(PromptTask task) {
    return of(task, task.usualWording());
  }

  /**
   * The words for one prompt.
   *
   * @param values by variable; one that is missing is empty
   */
  String render(Map<String, String> values) {
    Map<String, String> known = new HashMap<>();
    task.variables().forEach(name -> known.put(name, values.getOrDefault(name, "")));
    return template.execute(known).strip();
  }
}
