namespace Sinter;

/// <summary>How values between the elements of a tensor are found.</summary>
public enum Interpolation {
    /// <summary>That of the nearest element.</summary>
    Nearest,
    /// <summary>On the straight line between neighbours; along two axes this is bilinear.</summary>
    Linear,
}

/// <summary>What lies beyond the elements of a tensor.</summary>
public enum Beyond {
    /// <summary>Zeros.</summary>
    Zeros,
    /// <summary>The elements at the border, on and on.</summary>
    Border,
    /// <summary>The mirror image, again and again.</summary>
    Reflection,
}

public static partial class Operations {
    /// <summary>
    /// <paramref name="x"/> stretched or shrunk along one axis. Places are counted exactly, in integers, so the product of the two
    /// extents is below 2^29. Along several axes, one after the other.
    /// </summary>
    /// <param name="x">Real elements where the interpolation is linear.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="size">Its new extent.</param>
    /// <param name="interpolation">
    /// Nearest takes element floor(i * extent / size). Linear takes the place (i + 1/2) * extent / size - 1/2, not before the first
    /// element, or i * (extent - 1) / (size - 1) with aligned corners.
    /// </param>
    /// <param name="alignCorners">Whether first and last elements stay at the ends; linear only.</param>
    /// <exception cref="ShapeException">The axis is empty, or the size not positive.</exception>
    public static Tensor Resize(Tensor x, Axis axis, int size, Interpolation interpolation = Interpolation.Linear, bool alignCorners = false) {
        int along = axis.In(x.Shape);
        int extent = x.Shape[along];
        if (size < 1 || extent < 1) {
            throw new ShapeException("resize", $"axis {along} of {x.Shape} has extent {extent}, which cannot become {size}");
        }
        Tensor place = Iota(size);
        if (interpolation == Interpolation.Nearest) {
            return Gather(x, place * extent / size, along);
        }
        // The place of element i in x is numerator / denominator.
        Tensor numerator = alignCorners ? place * (extent - 1) : Maximum((2 * place + 1) * extent - size, 0);
        int denominator = !alignCorners ? 2 * size : size == 1 ? 1 : size - 1;
        Tensor below = numerator / denominator;
        Tensor above = Minimum(below + 1, extent - 1);
        Tensor part = Align(Cast(numerator % denominator, x.ElementType) / (float)denominator, along, x.Shape.Rank);
        return Gather(x, below, along) * (1f - part) + Gather(x, above, along) * part;
    }

    /// <summary>Images stretched or shrunk along their last two axes; see <see cref="Resize"/>.</summary>
    /// <param name="x">[..., height, width]</param>
    /// <param name="height">The new height.</param>
    /// <param name="width">The new width.</param>
    /// <param name="interpolation">Nearest, or linear along both axes, which is bilinear.</param>
    /// <param name="alignCorners">Whether first and last elements stay at the ends.</param>
    /// <exception cref="ShapeException">An axis is empty, or a size not positive.</exception>
    public static Tensor ResizeImage(Tensor x, int height, int width, Interpolation interpolation = Interpolation.Linear, bool alignCorners = false) =>
        Resize(Resize(x, -2, height, interpolation, alignCorners), -1, width, interpolation, alignCorners);

    /// <summary>
    /// The coordinates that an affine map gives to the places of an image: y, x in [-1, 1] go through theta to the places they are
    /// taken from (Jaderberg et al., Spatial Transformer Networks, arXiv:1506.02025), for <see cref="GridSample"/>.
    /// </summary>
    /// <param name="theta">[batch, 2, 3], rows for x and y, columns for x, y and 1; or [2, 3].</param>
    /// <param name="height">Rows of the grid.</param>
    /// <param name="width">Columns of the grid.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the middles of the outermost elements, not their outer edges.</param>
    /// <returns>[batch, height, width, 2] or [height, width, 2]: x, then y.</returns>
    /// <exception cref="ShapeException">Theta has another shape.</exception>
    public static Tensor AffineGrid(Tensor theta, int height, int width, bool alignCorners = false) {
        if (theta.Shape.Rank is not (2 or 3) || theta.Shape[-2] != 2 || theta.Shape[-1] != 3) {
            throw new ShapeException("affine grid", $"expected theta [batch, 2, 3] or [2, 3], found {theta.Shape} for a grid of [{height}, {width}]");
        }
        Tensor x = Broadcast(Reshape(GridPlaces(width, alignCorners), 1, width, 1), height, width, 1);
        Tensor y = Broadcast(Reshape(GridPlaces(height, alignCorners), height, 1, 1), height, width, 1);
        Tensor one = Broadcast(1f, height, width, 1);
        Tensor places = Concatenate(2, x, y, one);
        return theta.Shape.Rank == 2 ? Contract("hwk,ck->hwc", places, theta) : Contract("hwk,bck->bhwc", places, theta);
    }

    /// <summary>
    /// The values of images at places that a grid holds (Jaderberg et al., arXiv:1506.02025). A coordinate of -1 is the first and 1 the
    /// last element of its axis: their outer edges, or their middles with aligned corners.
    /// </summary>
    /// <param name="x">[batch, channels, height, width] or [channels, height, width].</param>
    /// <param name="grid">[batch, rows, columns, 2] or [rows, columns, 2], real: x along the width, then y along the height.</param>
    /// <param name="interpolation">Nearest (ties to the even place), or linear along both axes.</param>
    /// <param name="beyond">What coordinates outside the image find.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the middles of the outermost elements, not their outer edges.</param>
    /// <returns>[batch, channels, rows, columns] or [channels, rows, columns].</returns>
    /// <exception cref="ShapeException">The shapes do not fit each other.</exception>
    public static Tensor GridSample(
        Tensor x, Tensor grid, Interpolation interpolation = Interpolation.Linear, Beyond beyond = Beyond.Zeros, bool alignCorners = false) {
        if (x.Shape.Rank is not (3 or 4) || grid.Shape.Rank != x.Shape.Rank || grid.Shape[-1] != 2 || (x.Shape.Rank == 4 && x.Shape[0] != grid.Shape[0])) {
            throw new ShapeException("grid sample", $"expected [batch, channels, height, width] and [batch, rows, columns, 2], both with or without batch, found {x.Shape} and {grid.Shape}");
        }
        if (x.Shape.Rank == 3) {
            return RemoveAxis(GridSample(InsertAxis(x, 0), InsertAxis(grid, 0), interpolation, beyond, alignCorners), 0);
        }
        int batch = x.Shape[0], channels = x.Shape[1], height = x.Shape[2], width = x.Shape[3];
        if (height < 1 || width < 1) {
            throw new ShapeException("grid sample", $"images {x.Shape} have no elements to sample at {grid.Shape}");
        }
        Tensor[] coordinates = Unstack(grid, -1);
        Tensor across = GridPlace(coordinates[0], width, beyond, alignCorners);
        Tensor down = GridPlace(coordinates[1], height, beyond, alignCorners);
        // Every element is the row (image, y, x) of one table of channels.
        Tensor table = Reshape(Transpose(x, 0, 2, 3, 1), batch * height * width, channels);
        Tensor image = Reshape(Iota(batch), batch, 1, 1) * (height * width);

        Tensor At(Tensor row, Tensor column) {
            Tensor inside = row >= 0f & row <= (float)(height - 1) & column >= 0f & column <= (float)(width - 1);
            Tensor place = image + Cast(Select(inside, row, 0f), ElementType.I32) * width + Cast(Select(inside, column, 0f), ElementType.I32);
            return Select(InsertAxis(inside, 3), Gather(table, place, 0), 0);
        }

        if (interpolation == Interpolation.Nearest) {
            return MoveAxis(At(Round(down), Round(across)), -1, 1);
        }
        Tensor top = Floor(down), left = Floor(across);
        Tensor lower = InsertAxis(down - top, 3), right = InsertAxis(across - left, 3);
        Tensor above = At(top, left) * (1f - right) + At(top, left + 1f) * right;
        Tensor below = At(top + 1f, left) * (1f - right) + At(top + 1f, left + 1f) * right;
        return MoveAxis(above * (1f - lower) + below * lower, -1, 1);
    }

    // The coordinates, from -1 to 1, of the middles of this many elements.
    static Tensor GridPlaces(int extent, bool alignCorners) {
        Tensor count = Cast(2 * Iota(extent) + (1 - extent), ElementType.F32);
        return !alignCorners ? count / (float)extent : extent == 1 ? count : count / (float)(extent - 1);
    }

    // A coordinate as a place among the elements, 0 being the middle of the first.
    static Tensor GridPlace(Tensor coordinate, int extent, Beyond beyond, bool alignCorners) {
        Tensor place = alignCorners ? (coordinate + 1f) * (0.5f * (extent - 1)) : ((coordinate + 1f) * (float)extent - 1f) * 0.5f;
        if (beyond == Beyond.Reflection) {
            // Mirrors stand at the middles of the outermost elements with aligned corners, else at their outer edges.
            float low = alignCorners ? 0f : -0.5f;
            float span = alignCorners ? (float)(extent - 1) : (float)extent;
            if (alignCorners && extent == 1) {
                return place * 0f;
            }
            Tensor distance = Abs(place - low);
            Tensor flips = Floor(distance / span);
            Tensor rest = distance - flips * span;
            Tensor isOdd = NotEqual(flips - 2f * Floor(flips * 0.5f), 0f);
            place = Select(isOdd, span - rest, rest) + low;
        }
        // Far outside is as good as just outside, and its distances stay finite.
        float margin = beyond == Beyond.Zeros ? 2f : 0f;
        return Minimum(Maximum(place, -margin), extent - 1 + margin);
    }
}
