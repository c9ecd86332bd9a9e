/**
 * What {@code examples/quickstart.sh} shows. Begin at {@link
 * dev.plangen.examples.quickstart.Quickstart}; {@link dev.plangen.examples.quickstart.Show} turns
 * updates into lines for a person.
 */
@NullMarked
package dev.plangen.examples.quickstart;

import org.jspecify.annotations.NullMarked;
