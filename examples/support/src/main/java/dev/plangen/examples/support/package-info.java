/** What the tests of the examples share: the real server, as a process. */
@NullMarked
package dev.plangen.examples.support;

import org.jspecify.annotations.NullMarked;
