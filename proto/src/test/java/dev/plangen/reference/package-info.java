/** Makes docs/reference.md out of the contract's comments, and keeps it true. */
@NullMarked
package dev.plangen.reference;

import org.jspecify.annotations.NullMarked;
