package dev.plangen.server.planning.prompt;

import com.samskivert.mustache.Mustache;

/**
 * Refuses a template that names what a task does not have. At run time it would be too late: a
 * section that is seldom shown may hide the misspelt name for weeks.
 */
record VariableCheck(PromptTask task) implements Mustache.Visitor {

  @Override
  public void visitText(String text) {}

  @Override
  public void visitVariable(String name) {
    if (!task.variables().contains(name)) {
      throw new ProfileException(
          "names the variable \""
              + name
              + "\", which is not known there; "
              + (task.variables().isEmpty()
                  ? "it has none"
                  : "known are " + String.join(", ", task.variables())));
    }
  }

  @Override
  public boolean visitSection(String name) {
    visitVariable(name);
    return true;
  }

  @Override
  public boolean visitInvertedSection(String name) {
    visitVariable(name);
    return true;
  }

  @Override
  public boolean visitInclude(String name) {
    throw new ProfileException(
        "includes \"" + name + "\"; put that text into it, since templates can't be included");
  }
}
