package dev.plangen.examples.terminal.screen;

/** How words stand out. */
public enum Paint {
  /** Not at all: for files, pipes, dumb terminals, and where NO_COLOR asks for it. */
  PLAIN {
    @Override
    public String apply(Tone tone, String text) {
      return text;
    }
  },
  /** By ANSI escape sequences. */
  COLOUR {
    @Override
    public String apply(Tone tone, String text) {
      return "\u001b[" + tone.code + "m" + text + "\u001b[0m";
    }
  };

  public abstract String apply(Tone tone, String text);

  /** What a text means to a person. */
  public enum Tone {
    HEADING("1"),
    GOOD("32"),
    BAD("31"),
    ASIDE("2");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }
}
