/// Tokens: made, verified, and the secret behind them.
@NullMarked
package dev.signalbox.api.auth;

import org.jspecify.annotations.NullMarked;
