package dev.plangen.server.llm;

/** Where a model writes. Called by the thread that generates, and by no other. */
public interface TextSink {

  /**
   * A request is about to be sent to the model. Whatever was written before is void: the text
   * starts again, empty. Called before each request, so that each is counted.
   */
  void begin();

  /** The next piece of the text; may split a surrogate pair. */
  void append(String piece);
}
