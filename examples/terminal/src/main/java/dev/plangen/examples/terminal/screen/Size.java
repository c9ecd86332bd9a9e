package dev.plangen.examples.terminal.screen;

/** Of a terminal, in cells. */
record Size(int columns, int rows) {

  /** Where a terminal does not tell. */
  static final Size USUAL = new Size(80, 24);
}
