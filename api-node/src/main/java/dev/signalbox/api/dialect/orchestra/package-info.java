/// What the Orchestra daemon spoke; docs/reference/orchestra.md says what is different here and why.
@NullMarked
package dev.signalbox.api.dialect.orchestra;

import org.jspecify.annotations.NullMarked;
