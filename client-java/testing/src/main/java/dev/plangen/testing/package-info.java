/**
 * A PlanGEN server for tests, whose answers the test scripts: no network, no model, no key. Begin
 * at {@link dev.plangen.testing.PlanGenTestServer#inProcess}, and give it a {@link
 * dev.plangen.testing.SolveScript}.
 *
 * <p>Imports gRPC's public API and the contract, {@code dev.plangen.v1}, nothing else: it serves
 * whatever calls it, by a client library or by bare stubs.
 */
@NullMarked
package dev.plangen.testing;

import org.jspecify.annotations.NullMarked;
