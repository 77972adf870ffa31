package dev.signalbox.bench.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One figure.
///
/// @param figure which measurement it belongs to, as `--only` names it
/// @param what is measured, in words
/// @param base what it is divided by; null: the value stands for itself
/// @param goal null: printed, not judged
/// @param spread the same, or its ratio, in each round of the run; may be empty
public record Row(
        String figure,
        String what,
        double value,
        String unit,
        @Nullable Base base,
        @Nullable Goal goal,
        List<Double> spread) {

    /// A raw path in the same run, in the unit of its row.
    public record Base(String what, double value) {}

    public static Row of(String figure, String what, double value, String unit) {
        return new Row(figure, what, value, unit, null, null, List.of());
    }

    public Row over(String baseWhat, double baseValue) {
        return new Row(figure, what, value, unit, new Base(baseWhat, baseValue), goal, spread);
    }

    public Row judgedBy(Goal its) {
        return new Row(figure, what, value, unit, base, its, spread);
    }

    public Row spreading(List<Double> rounds) {
        return new Row(figure, what, value, unit, base, goal, List.copyOf(rounds));
    }

    /// What the goal is about: the ratio where there is a base.
    public double judged() {
        return base == null ? value : value / base.value();
    }

    /// Null where there is no goal.
    public @Nullable Boolean met() {
        return goal == null ? null : (Boolean) goal.met(judged());
    }
}
