package dev.plangen.server.planning.prompt;

import com.samskivert.mustache.Mustache;

/**
 * Refuses a template that names what a task does not have, or can't mean what it says. At run time
 * it would be too late: a section that is seldom shown may hide the misspelt name for weeks.
 */
record TemplateCheck(PromptTask task, String source) implements Mustache.Visitor {

  /** A tag that is not closed is text to the compiler. */
  @Override
  public void visitText(String text) {
    boolean otherDelimiters = source.contains("{{=");
    if (text.contains("{{") && !otherDelimiters) {
      throw new ProfileException(
          "opens a tag with {{ that it does not close; close it, or write {{=<% %>=}} before braces"
              + " that are meant as such");
    }
  }

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

  @Override
  public boolean visitParent(String name) {
    return visitInclude(name);
  }

  @Override
  public boolean visitBlock(String name) {
    return visitInclude(name);
  }
}
