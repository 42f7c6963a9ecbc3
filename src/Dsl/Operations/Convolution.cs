namespace Sinter;

// Convolutions are contractions of windows with weights. Their tensors have the channels before the extents that windows move along,
// as in PyTorch: x [batch, channels, extent, ...] or, for one sample, [channels, extent, ...]. A sequence [Time, width], which has its
// channels last, is Transpose(x, 1, 0): an index map, which costs nothing.
public static partial class Operations {
    /// <summary>
    /// The convolution (cross-correlation, as networks have it) along 1, 2 or 3 axes:
    /// y[b, o, n] = sum over c and k of x[b, c, n * stride + k * dilation - padding] * weight[o, c, k], and no bias.
    /// </summary>
    /// <param name="x">[batch, channels, extents] or [channels, extents], as many extents as the kernel has.</param>
    /// <param name="weight">[outputs, channels / groups, kernel], the kernel having 1, 2 or 3 axes.</param>
    /// <param name="stride">How far a window is from the one before.</param>
    /// <param name="padding">Zeros before and after every extent.</param>
    /// <param name="dilation">How far neighbours in a window are from one another.</param>
    /// <param name="groups">Parts of the channels that do not meet; as many as there are channels make it depthwise.</param>
    /// <returns>[batch, outputs, windows] or [outputs, windows]</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or a window does not fit into the padded tensor.</exception>
    public static Tensor Convolve(Tensor x, Tensor weight, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) {
        int axes = weight.Shape.Rank - 2;
        return Convolve(x, weight, Repeat(stride, axes), Repeat((padding, padding), axes), Repeat(dilation, axes), groups);
    }

    /// <summary>The convolution with a stride, a padding and a dilation of its own for each axis; see the other form.</summary>
    /// <param name="x">[batch, channels, extents] or [channels, extents].</param>
    /// <param name="weight">[outputs, channels / groups, kernel]</param>
    /// <param name="strides">One for each axis of the kernel.</param>
    /// <param name="padding">Zeros before and after each extent; all of them before make it causal.</param>
    /// <param name="dilations">One for each axis of the kernel.</param>
    /// <param name="groups">Parts of the channels that do not meet.</param>
    /// <returns>[batch, outputs, windows] or [outputs, windows]</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or a window does not fit into the padded tensor.</exception>
    public static Tensor Convolve(Tensor x, Tensor weight, int[] strides, (int Before, int After)[] padding, int[] dilations, int groups = 1) {
        int axes = RequireKernel("convolve", x, weight, strides.Length, padding.Length, dilations.Length);
        int outputs = weight.Shape[0], channels = x.Shape[-axes - 1];
        if (groups < 1 || channels != weight.Shape[1] * groups || outputs % groups != 0) {
            throw new ShapeException(
                "convolve", $"weight {weight.Shape} has {weight.Shape[1]} channels for each of {groups} groups and {outputs} outputs, which does not fit x {x.Shape} with {channels} channels");
        }
        string batch = x.Shape.Rank == axes + 2 ? "b" : "";
        for (int i = axes - 1; i >= 0; i--) {
            // From the last axis to the first, for each becomes two: which window, and which element of it.
            int axis = batch.Length + 1 + i;
            x = Windows(Pad(x, axis, padding[i].Before, padding[i].After), axis, weight.Shape[i + 2], strides[i], dilations[i]);
        }
        string windows = "xyz".Substring(0, axes), kernel = "klm".Substring(0, axes), pairs = "xkylzm".Substring(0, 2 * axes);
        if (groups == 1) {
            Tensor y = Contract($"{batch}c{pairs},oc{kernel}->{batch}{windows}o", x, weight);
            return MoveAxis(y, -1, batch.Length);
        }
        int[] groupedInput = SplitAxis(x.Shape.ToArray(), batch.Length, groups);
        int[] groupedWeight = SplitAxis(weight.Shape.ToArray(), 0, groups);
        Tensor grouped = Contract($"{batch}gc{pairs},goc{kernel}->{batch}go{windows}", Reshape(x, groupedInput), Reshape(weight, groupedWeight));
        return Reshape(grouped, JoinAxes(grouped.Shape.ToArray(), batch.Length));
    }

    /// <summary>
    /// The transposed convolution: each element of x adds the kernel, weighted, around its place,
    /// y[b, o, n * stride + k * dilation - padding] += x[b, c, n] * weight[c, o, k]. It is the gradient of <see cref="Convolve(Tensor, Tensor, int, int, int, int)"/>.
    /// </summary>
    /// <param name="x">[batch, channels, extents] or [channels, extents].</param>
    /// <param name="weight">[channels, outputs / groups, kernel], the kernel having 1, 2 or 3 axes.</param>
    /// <param name="stride">How far apart neighbours of x come to lie.</param>
    /// <param name="padding">How many elements are cut off before and after.</param>
    /// <param name="outputPadding">How many more elements there are at the end; less than the stride.</param>
    /// <param name="dilation">How far apart neighbours of the kernel lie.</param>
    /// <param name="groups">Parts of the channels that do not meet.</param>
    /// <returns>[batch, outputs, (extent - 1) * stride - 2 * padding + (kernel - 1) * dilation + 1 + outputPadding]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor ConvolveTransposed(
        Tensor x, Tensor weight, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1) {
        int axes = weight.Shape.Rank - 2;
        return ConvolveTransposed(x, weight, Repeat(stride, axes), Repeat((padding, padding - outputPadding), axes), Repeat(dilation, axes), groups);
    }

    /// <summary>The transposed convolution with a stride, a crop and a dilation of its own for each axis; see the other form.</summary>
    /// <param name="x">[batch, channels, extents] or [channels, extents].</param>
    /// <param name="weight">[channels, outputs / groups, kernel]</param>
    /// <param name="strides">One for each axis of the kernel.</param>
    /// <param name="crop">Elements cut off before and after each extent; a negative number after adds elements there.</param>
    /// <param name="dilations">One for each axis of the kernel.</param>
    /// <param name="groups">Parts of the channels that do not meet.</param>
    /// <returns>[batch, outputs, (extent - 1) * stride - crops + (kernel - 1) * dilation + 1]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor ConvolveTransposed(Tensor x, Tensor weight, int[] strides, (int Before, int After)[] crop, int[] dilations, int groups = 1) {
        int axes = RequireKernel("convolve transposed", x, weight, strides.Length, crop.Length, dilations.Length);
        int channels = x.Shape[-axes - 1];
        if (groups < 1 || channels != weight.Shape[0] || channels % groups != 0) {
            throw new ShapeException("convolve transposed", $"weight {weight.Shape} has {weight.Shape[0]} channels, which does not fit x {x.Shape} with {channels} channels in {groups} groups");
        }
        string batch = x.Shape.Rank == axes + 2 ? "b" : "";
        string places = "xyz".Substring(0, axes), kernel = "klm".Substring(0, axes), pairs = "xkylzm".Substring(0, 2 * axes);
        // What each element adds around its place, then the sum of what meets at one place, axis by axis.
        Tensor y = groups == 1
            ? Contract($"{batch}c{places},co{kernel}->{batch}{places}{kernel}o", x, weight)
            : Contract(
                $"{batch}gc{places},gco{kernel}->{batch}{places}{kernel}go",
                Reshape(x, SplitAxis(x.Shape.ToArray(), batch.Length, groups)), Reshape(weight, SplitAxis(weight.Shape.ToArray(), 0, groups)));
        y = Reshape(y, groups == 1 ? y.Shape.ToArray() : JoinAxes(y.Shape.ToArray(), y.Shape.Rank - 2));
        int[] order = new int[y.Shape.Rank];
        for (int axis = 0; axis < order.Length; axis++) {
            order[axis] = axis;
        }
        for (int i = 0; i < axes; i++) {
            order[batch.Length + 2 * i] = batch.Length + i;
            order[batch.Length + 2 * i + 1] = batch.Length + axes + i;
        }
        y = Transpose(y, order);
        for (int i = axes - 1; i >= 0; i--) {
            int length = (x.Shape[i - axes] - 1) * strides[i] + (weight.Shape[i + 2] - 1) * dilations[i] + 1 - crop[i].Before - crop[i].After;
            y = OverlapAdd(y, batch.Length + 2 * i, length, strides[i], dilations[i], crop[i].Before);
        }
        return MoveAxis(y, -1, batch.Length);
    }

    /// <summary>
    /// The counterpart of <see cref="Windows"/>: windows of elements laid over one another and added,
    /// y[w * step + k * dilation - skip] += x[w, k]. Of two axes, which window and which element of it, it makes one.
    /// </summary>
    /// <param name="x">The windows.</param>
    /// <param name="axis">The axis that counts windows; the next one counts the elements of a window.</param>
    /// <param name="length">The extent of the resulting axis; what would lie beyond it is left out, what nothing reaches is 0.</param>
    /// <param name="step">How far a window is from the one before.</param>
    /// <param name="dilation">How far neighbours in a window are from one another.</param>
    /// <param name="skip">Elements left out at the start.</param>
    /// <returns><paramref name="x"/> with the two axes replaced by one.</returns>
    /// <exception cref="ShapeException">There is no axis of elements, or a step or length is out of range.</exception>
    public static Tensor OverlapAdd(Tensor x, Axis axis, int length, int step = 1, int dilation = 1, int skip = 0) {
        int along = axis.In(x.Shape);
        if (along + 1 >= x.Shape.Rank) {
            throw new ShapeException("overlap add", $"after axis {along} of {x.Shape}, which counts windows, there is no axis that counts their elements");
        }
        if (step < 1 || dilation < 1 || length < 0) {
            throw new ShapeException("overlap add", $"step {step} and dilation {dilation} must be positive and the length {length} not negative, for {x.Shape}");
        }
        int windows = x.Shape[along], size = x.Shape[along + 1];
        // The element k of the window that starts where (place - k * dilation) says, if one starts there.
        Tensor element = Reshape(Iota(size), 1, size);
        Tensor start = Reshape(Iota(length) + skip, length, 1) - element * dilation;
        Tensor window = start / step;
        Tensor reaches = start >= 0 & Equal(start % step, 0) & window < windows;
        Tensor place = Select(reaches, window * size + element, 0);
        Tensor parts = Gather(Reshape(x, JoinAxes(x.Shape.ToArray(), along)), place, along);
        return Sum(Select(Align(reaches, along, parts.Shape.Rank), parts, 0), along + 1);
    }

    static int RequireKernel(string operation, Tensor x, Tensor weight, int strides, int padding, int dilations) {
        int axes = weight.Shape.Rank - 2;
        if (axes < 1 || axes > 3) {
            throw new ShapeException(operation, $"expected a weight with 1, 2 or 3 axes after its two of channels, found {weight.Shape} for x {x.Shape}");
        }
        if (x.Shape.Rank != axes + 1 && x.Shape.Rank != axes + 2) {
            throw new ShapeException(operation, $"expected x with {axes + 1} or {axes + 2} axes for the weight {weight.Shape}, found {x.Shape}");
        }
        if (strides != axes || padding != axes || dilations != axes) {
            throw new ShapeException(operation, $"expected {axes} strides, paddings and dilations for the weight {weight.Shape}, found {strides}, {padding} and {dilations}");
        }
        return axes;
    }

    static T[] Repeat<T>(T value, int count) {
        T[] values = new T[count < 0 ? 0 : count];
        for (int i = 0; i < values.Length; i++) {
            values[i] = value;
        }
        return values;
    }
}
