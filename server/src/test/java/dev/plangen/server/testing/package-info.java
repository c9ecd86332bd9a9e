/** Counterparts of the server for tests of any room: other people's services, run in the test. */
@NullMarked
package dev.plangen.server.testing;

import org.jspecify.annotations.NullMarked;
