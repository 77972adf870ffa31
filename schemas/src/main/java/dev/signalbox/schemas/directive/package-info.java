@NullMarked
package dev.signalbox.schemas.directive;

import org.jspecify.annotations.NullMarked;
