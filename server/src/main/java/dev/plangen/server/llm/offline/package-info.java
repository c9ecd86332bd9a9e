/**
 * A model without a network: it solves meetings and trips stated in the NATURAL PLAN forms by
 * search, and answers in text as any model does. {@link
 * dev.plangen.server.llm.offline.OfflineModel} is the entry; a {@code Problem} knows how to state
 * its constraints, how to be solved well or badly, and how to judge a plan; a {@code Draft} is the
 * beginning of a plan and knows how it goes on; the {@code Author} decides when to err.
 *
 * <p>May import {@code domain}, {@code concurrent} and {@code llm}, and must not share parsing code
 * with the verifiers: neither may hide the other's errors.
 */
@NullMarked
package dev.plangen.server.llm.offline;

import org.jspecify.annotations.NullMarked;
