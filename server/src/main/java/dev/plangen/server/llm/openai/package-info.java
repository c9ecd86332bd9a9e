/**
 * Models behind the Chat Completions API, whoever serves it: {@link
 * dev.plangen.server.llm.openai.OpenAiModel} is one model, {@link
 * dev.plangen.server.llm.openai.OpenAiTransport} the connections of all, {@link
 * dev.plangen.server.llm.openai.Preset} what is known of each provider.
 *
 * <p>May import {@code domain}, {@code concurrent} and {@code llm}; the only room that knows
 * openai-java and OkHttp.
 */
@NullMarked
package dev.plangen.server.llm.openai;

import org.jspecify.annotations.NullMarked;
