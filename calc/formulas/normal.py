"""The normal distribution: the chance of less than x, and the x that has a given chance, with the same last bit on every Python."""

from __future__ import annotations

from calc.formulas.elementary import exp, log, sqrt

ROOT_TWO_PI = 2.5066282746310002  # √(2π)
SERIES_UNTIL = 2.0  # beyond it the fraction takes fewer steps than the series
ODD = tuple([float(odd) for odd in range(65, 1, -2)])  # 32 terms are enough up to there
WHOLE = tuple([float(k) for k in range(100, 0, -1)])  # and 100 from there on


def normal_cumulative(x: float) -> float:
    """Φ(x): the chance that a normal number of mean 0 and standard deviation 1 is at most `x`.

    Error: at most 3·10⁻¹⁶ absolute; relative to Φ at most 10⁻¹⁴ for x >= -8 and 2·10⁻¹³ down to -37. Below -37 it gives 0.
    Convention: ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …) near the middle; in the tails φ(x) / (x + 1/(x + 2/(x + 3/(x + …)))).
    Source: G. Marsaglia, Evaluating the normal distribution, Journal of Statistical Software 11 (4), 2004.

    >>> normal_cumulative(0.0), round(normal_cumulative(-1.2), 15)
    (0.5, 0.115069670221708)
    """
    distance = abs(x)
    if distance > 37:
        return 0.0 if x < 0 else 1.0
    density = exp(-x * x / 2) / ROOT_TWO_PI
    if distance <= SERIES_UNTIL:
        series, square = 0.0, x * x
        for odd in ODD:  # innermost factor first: 1 + x²/3·(1 + x²/5·(…))
            series = (series + 1) * square / odd
        return 0.5 + density * x * (1 + series)
    fraction = distance
    for k in WHOLE:
        fraction = distance + k / fraction
    tail = density / fraction
    return tail if x < 0 else 1 - tail


def ratio(x: float, over: tuple[float, ...], under: tuple[float, ...]) -> float:
    """Quotient of two polynomials in `x`, coefficients of the highest power first."""
    top, bottom = 0.0, 0.0
    for coefficient in over:
        top = top * x + coefficient
    for coefficient in under:
        bottom = bottom * x + coefficient
    return top / bottom


def normal_quantile(chance: float) -> float:
    """The x with Φ(x) = `chance`, for 0 < chance < 1; relative error about 10⁻¹⁵.

    Source: M. J. Wichura, Algorithm AS 241: the percentage points of the normal distribution, Applied Statistics 37 (3), 1988, PPND16;
    its check value for 0.25.

    >>> normal_quantile(0.5), round(normal_quantile(0.25), 14)
    (0.0, -0.67448975019608)
    """
    off = chance - 0.5
    if abs(off) <= 0.425:
        return off * ratio(0.180625 - off * off, MIDDLE_OVER, MIDDLE_UNDER)
    root = sqrt(-log(chance if off < 0 else 1 - chance))
    x = ratio(root - 1.6, SIDE_OVER, SIDE_UNDER) if root <= 5 else ratio(root - 5, FAR_OVER, FAR_UNDER)
    return -x if off < 0 else x


MIDDLE_OVER = (
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080e0,
)
MIDDLE_UNDER = (
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1.0,
)
SIDE_OVER = (
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258e0,
    3.64784832476320460504e0,
    5.76949722146069140550e0,
    4.63033784615654529590e0,
    1.42343711074968357734e0,
)
SIDE_UNDER = (
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940e0,
    2.05319162663775882187e0,
    1.0,
)
FAR_OVER = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580e0,
    5.46378491116411436990e0,
    6.65790464350110377720e0,
)
FAR_UNDER = (
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1.0,
)
