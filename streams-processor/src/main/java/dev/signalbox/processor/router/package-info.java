/// Carries directives to the topics of their hosts.
@NullMarked
package dev.signalbox.processor.router;

import org.jspecify.annotations.NullMarked;
