package dev.signalbox.processor;

import java.util.List;

/// How a processor does.
///
/// @param live false: it will not get well by itself and should be started anew
/// @param ready whether it decides
/// @param reasons why it is not ready, for people; empty when it is
public record Health(boolean live, boolean ready, List<String> reasons) {
    static Health waiting(String reason) {
        return new Health(true, false, List.of(reason));
    }
}
