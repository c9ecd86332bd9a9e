package dev.plangen.examples.quickstart;

/** How words stand out. */
enum Paint {
  /** Not at all: for files, pipes and dumb terminals. */
  PLAIN {
    @Override
    String apply(Tone tone, String text) {
      return text;
    }
  },
  /** By ANSI escape sequences. */
  COLOUR {
    @Override
    String apply(Tone tone, String text) {
      return "\u001b[" + tone.code + "m" + text + "\u001b[0m";
    }
  };

  abstract String apply(Tone tone, String text);

  /** What a text means to a person. */
  enum Tone {
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
