/**
 * Calls a PlanGEN server from Java 17 or later. Begin at {@link
 * dev.plangen.client.PlanGenClient#builder}; requests and answers are the messages of {@code
 * dev.plangen.v1}, whose comments are the contract.
 *
 * <p>Imports gRPC's public API and the contract, nothing else.
 */
@NullMarked
package dev.plangen.client;

import org.jspecify.annotations.NullMarked;
