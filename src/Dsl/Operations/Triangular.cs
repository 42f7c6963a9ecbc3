namespace Sinter;

public static partial class Operations {
    /// <summary>
    /// The inverse of triangular matrices, in blocks that double: of neighbouring blocks with the inverses A and B and what lies between
    /// them, C, the inverse is [[A, 0], [-B C A, B]]. So it takes log2(n) steps of contractions, each as exact as a substitution.
    /// </summary>
    /// <param name="matrix">[..., n, n]; n is known at build. What is on the other side of the diagonal is not read.</param>
    /// <param name="upper">Whether the matrices are upper triangular.</param>
    /// <param name="unit">Whether the diagonal is taken as ones, whatever stands there.</param>
    /// <returns>[..., n, n]</returns>
    /// <exception cref="ShapeException">The matrices are not square or empty.</exception>
    public static Tensor TriangularInverse(Tensor matrix, bool upper = false, bool unit = false) {
        int rank = matrix.Shape.Rank;
        if (rank < 2 || matrix.Shape[-1] != matrix.Shape[-2] || matrix.Shape[-1] < 1) {
            throw new ShapeException("triangular inverse", $"expected square matrices [..., n, n], found {matrix.Shape}");
        }
        int[] shape = matrix.Shape.ToArray();
        int n = shape[^1];
        int count = matrix.Shape.Count / (n * n);
        int whole = 1;
        while (whole < n) {
            whole *= 2;
        }
        Tensor lower = Reshape(matrix, count, n, n);
        lower = upper ? Transpose(lower, 0, 2, 1) : lower;
        Tensor diagonal = Gather(Reshape(lower, count, n * n), Iota(n) * (n + 1), 1);
        // Rows and columns of the identity make the extent a power of two.
        Tensor inverse = Reshape(Pad(unit ? diagonal * 0f + 1f : 1f / diagonal, 1, 0, whole - n, 1f), count, whole, 1, 1);
        Tensor padded = Reshape(Pad(Pad(lower, 1, 0, whole - n), 2, 0, whole - n), count, whole * whole);
        for (int size = 1; size < whole; size *= 2) {
            int pairs = whole / size / 2;
            Tensor pair = Reshape(Iota(pairs), pairs, 1, 1), row = Reshape(Iota(size), size, 1), column = Iota(size);
            Tensor between = Gather(padded, (pair * (2 * size) + size + row) * whole + pair * (2 * size) + column, 1);
            Tensor[] halves = Unstack(Reshape(inverse, count, pairs, 2, size, size), 2);
            Tensor corner = -Contract("bgij,bgjk->bgik", Contract("bgij,bgjk->bgik", halves[1], between), halves[0]);
            Tensor above = Pad(halves[0], 3, 0, size);
            inverse = Concatenate(2, above, Concatenate(3, corner, halves[1]));
        }
        Tensor square = Reshape(inverse, count, whole, whole);
        Tensor cut = Slice(Slice(square, 1, 0, n), 2, 0, n);
        return Reshape(upper ? Transpose(cut, 0, 2, 1) : cut, shape);
    }

    /// <summary>The solution x of matrix * x = right for triangular matrices, by <see cref="TriangularInverse"/>.</summary>
    /// <param name="matrix">[..., n, n]; n is known at build.</param>
    /// <param name="right">[..., n, m], the leading extents as those of the matrices.</param>
    /// <param name="upper">Whether the matrices are upper triangular.</param>
    /// <param name="unit">Whether the diagonal is taken as ones, whatever stands there.</param>
    /// <returns>[..., n, m]</returns>
    /// <exception cref="ShapeException">The matrices are not square, or do not fit the right side.</exception>
    public static Tensor TriangularSolve(Tensor matrix, Tensor right, bool upper = false, bool unit = false) {
        bool fits = right.Shape.Rank == matrix.Shape.Rank && right.Shape.Rank >= 2;
        for (int axis = 0; fits && axis < right.Shape.Rank - 1; axis++) {
            fits = right.Shape[axis] == matrix.Shape[axis];
        }
        if (!fits) {
            throw new ShapeException("triangular solve", $"expected [..., n, n] and [..., n, m], found {matrix.Shape} and {right.Shape}");
        }
        Tensor inverse = TriangularInverse(matrix, upper, unit);
        int n = right.Shape[-2], columns = right.Shape[-1], count = matrix.Shape.Count / (n * n);
        Tensor solved = Contract("bij,bjk->bik", Reshape(inverse, count, n, n), Reshape(right, count, n, columns));
        return Reshape(solved, right.Shape.ToArray());
    }
}
