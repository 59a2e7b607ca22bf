while true {
    print("more")
}
