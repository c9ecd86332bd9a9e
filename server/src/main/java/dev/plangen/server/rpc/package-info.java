/**
 * The edge: endpoints, the mappers between the contract and the domain, and {@link
 * dev.plangen.server.rpc.Follower}, which carries a run to its caller.
 *
 * <p>May import the contract, {@code domain}, {@code auth}, {@code run}, {@code planning}, {@code
 * verify} and {@code llm}. No type of the contract passes further in.
 */
@NullMarked
package dev.plangen.server.rpc;

import org.jspecify.annotations.NullMarked;
