using System.Numerics;

namespace FastTokens.Generators;

/// <summary>
/// A weighted least-squares problem in non-negative unknowns, as its normal equations: the minimum of wᵀGw/2 - bᵀw over w ≥ 0.
/// </summary>
internal sealed class NormalEquations(int size)
{
    private const int MaxSweeps = 20_000;

    private readonly double[] _gram = new double[size * size];
    private readonly double[] _linear = new double[size];
    private double _weight;

    public void Clear()
    {
        Array.Clear(_gram);
        Array.Clear(_linear);
        _weight = 0;
    }

    /// <summary>Adds the square of (Σ counts·w - target)·scale, <paramref name="weight"/> times.</summary>
    public void Add(ReadOnlySpan<int> features, ReadOnlySpan<double> counts, double scale, double target, double weight)
    {
        double factor = weight * scale * scale;
        for (int i = 0; i < features.Length; i++)
        {
            // The upper triangle only: the features ascend.
            double scaled = factor * counts[i];
            Span<double> row = _gram.AsSpan(features[i] * size, size);
            for (int j = i; j < features.Length; j++)
            {
                row[features[j]] += scaled * counts[j];
            }

            _linear[features[i]] += scaled * target;
        }

        _weight += weight;
    }

    /// <summary>Adds the square of w - <paramref name="expected"/> for one unknown, <paramref name="weight"/> times.</summary>
    public void AddPrior(int feature, double expected, double weight)
    {
        _gram[feature * size + feature] += weight;
        _linear[feature] += weight * expected;
    }

    /// <summary>
    /// Solves by coordinate descent: each unknown in turn goes to its best value, the others held, until a sweep changes next to
    /// nothing. An unknown that nothing was said about keeps its value.
    /// </summary>
    /// <param name="unknowns">On entry where to begin, on return the solution.</param>
    /// <param name="tolerance">
    /// The descent ends with the sweep of which no step changes the residuals, as root mean square, by more than this.
    /// </param>
    public void Solve(Span<double> unknowns, double tolerance)
    {
        Mirror();
        double[] gradient = new double[size];
        for (int i = 0; i < size; i++)
        {
            double sum = -_linear[i];
            for (int j = 0; j < size; j++)
            {
                sum += _gram[(i * size) + j] * unknowns[j];
            }

            gradient[i] = sum;
        }

        double enough = tolerance * tolerance * Math.Max(_weight, 1);
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            double largest = 0;
            for (int i = 0; i < size; i++)
            {
                double curvature = _gram[i * size + i];
                if (curvature <= 0)
                {
                    continue;
                }

                double better = Math.Max(0, unknowns[i] - gradient[i] / curvature);
                double step = better - unknowns[i];
                if (step == 0)
                {
                    continue;
                }

                unknowns[i] = better;
                largest = Math.Max(largest, step * step * curvature);
                AddScaled(gradient, _gram.AsSpan(i * size, size), step);
            }

            if (largest < enough)
            {
                return;
            }
        }
    }

    private static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        // Element by element, so that the width of the vectors does not change the sums.
        int i = 0;
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Span<double> part = target.Slice(i, Vector<double>.Count);
            (new Vector<double>(part) + new Vector<double>(source.Slice(i, Vector<double>.Count)) * factor).CopyTo(part);
        }

        for (; i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }

    private void Mirror()
    {
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                _gram[i * size + j] = _gram[j * size + i];
            }
        }
    }
}
