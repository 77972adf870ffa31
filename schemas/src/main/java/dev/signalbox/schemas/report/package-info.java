@NullMarked
package dev.signalbox.schemas.report;

import org.jspecify.annotations.NullMarked;
